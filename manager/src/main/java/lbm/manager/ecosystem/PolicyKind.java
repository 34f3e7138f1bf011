package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.worker.config.ContentSecurityPolicy;

/** Directives of a content security policy, by name; helmet's spelling ({@code scriptSrc}) is understood. */
final class PolicyKind implements Kind<Map<String, Object>> {

    private static final Kind<String> SOURCE = new Kind<>() {
        @Override
        public Optional<String> read(Value value, Report report) {
            Optional<String> source = Kinds.TEXT.read(value, report);
            Optional<String> wrong = source.flatMap(ContentSecurityPolicy::wrong);
            wrong.ifPresent(why -> report.wrong(value, why, expected()));
            return wrong.isPresent() ? Optional.empty() : source;
        }

        @Override
        public String expected() {
            return "a source such as https://cdn.example.com or \"'self'\"";
        }

        @Override
        public ObjectNode schema() {
            return Shapes.type("string");
        }
    };

    private static final Kind<Object> DIRECTIVE = new OrFlag(new ListOf<>("sources", SOURCE), true);

    @Override
    public Optional<Map<String, Object>> read(Value value, Report report) {
        if (!(value.node() instanceof Node.Table table)) {
            report.wrong(value, "is not a content security policy", expected());
            return Optional.empty();
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        Map<String, Value> written = new HashMap<>();
        for (Entry entry : table.entries()) {
            Value at = value.entry(entry);
            if (entry.key().equals("use_defaults") || entry.key().equals("report_only")) {
                Kinds.FLAG.read(at, report).ifPresent(flag -> policy.put(entry.key(), flag));
            } else if (ContentSecurityPolicy.isDirective(entry.key())) {
                String directive = ContentSecurityPolicy.directive(entry.key());
                Value before = written.putIfAbsent(directive, at);
                if (before != null) {
                    report.problem(
                            entry.place(), at.path(), "says again what " + before.path() + " says", "one of them");
                } else {
                    DIRECTIVE.read(at, report).ifPresent(sources -> policy.put(directive, sources));
                }
            } else {
                report.problem(entry.place(), at.path(), "is no directive", "e.g. script-src or scriptSrc");
            }
        }
        return Optional.of(policy);
    }

    @Override
    public String expected() {
        return "a map such as {script-src: [\"'self'\", https://cdn.example.com]}";
    }

    @Override
    public ObjectNode schema() {
        ObjectNode map = Shapes.type("object");
        map.set("additionalProperties", DIRECTIVE.schema());
        return map;
    }
}
