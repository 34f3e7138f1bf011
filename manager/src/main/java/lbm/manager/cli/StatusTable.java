package lbm.manager.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.cli.Table.Cell;
import lbm.manager.cli.Table.Column;

/** The status document as the table of {@code lbm list}. */
public final class StatusTable {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", true, 0),
            new Column("name", false, 0),
            new Column("namespace", false, 7),
            new Column("mode", false, 5),
            new Column("pid", true, 1),
            new Column("uptime", true, 2),
            new Column("restarts", true, 3),
            new Column("status", false, 0),
            new Column("cpu", true, 4),
            new Column("memory", true, 4),
            new Column("user", false, 6));

    /** So many instances with one reason are told one by one. */
    private static final int EACH = 4;

    private StatusTable() {}

    /** Table, then the reasons of instances that are not well, then the manager's notes; each line ended. */
    public static String render(JsonObject status, Terminal terminal) {
        List<JsonObject> instances = status.objects("instances");
        StringBuilder out = new StringBuilder();
        if (instances.isEmpty()) {
            out.append("no app; `lbm start` starts those of ./ecosystem.yaml\n");
        } else {
            Table table = new Table(COLUMNS);
            for (JsonObject instance : instances) {
                table.add(row(instance));
            }
            out.append(table.render(terminal.columns(), terminal.colour()));
        }
        reasons(instances, out);
        for (String note : status.texts("notes")) {
            out.append("note: ").append(note).append('\n');
        }
        return out.toString();
    }

    /** What holds of many instances of an app is told once. */
    private static void reasons(List<JsonObject> instances, StringBuilder out) {
        Map<String, List<JsonObject>> byReason = new LinkedHashMap<>();
        for (JsonObject instance : instances) {
            String why = instance.text("why");
            if (!why.isEmpty() && !instance.text("status").equals("online")) {
                String line = instance.text("name") + ": " + why;
                byReason.computeIfAbsent(line, key -> new ArrayList<>()).add(instance);
            }
        }
        byReason.forEach((line, same) -> {
            if (same.size() > EACH) {
                out.append(line).append(" (").append(same.size()).append(" instances)\n");
            } else {
                same.forEach(instance ->
                        out.append(instance.text("id")).append(' ').append(line).append('\n'));
            }
        });
    }

    /** One line for each app that listens, as a browser takes it: {@code lightbrush-website: http://localhost:8175}. */
    public static String addresses(JsonObject status) {
        Set<String> lines = new LinkedHashSet<>();
        for (JsonObject instance : status.objects("instances")) {
            String address = instance.text("address");
            boolean proxy = instance.text("name").endsWith("-proxy")
                    && status.objects("instances").stream()
                            .anyMatch(it -> instance.text("name").equals(it.text("name") + "-proxy")
                                    && address.equals(it.text("address")));
            if (!proxy && !address.isEmpty() && !instance.text("status").equals("stopped")) {
                lines.add(instance.text("name") + ": " + reachable(address));
            }
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String reachable(String address) {
        return address.replace("//0.0.0.0", "//localhost").replace("//[::]", "//localhost");
    }

    /** The file tells since when it runs, the manager for how long. */
    private static long uptime(JsonObject instance) {
        long started = instance.number("startedMillis");
        return started > 0 ? Math.max(0, System.currentTimeMillis() - started) : instance.number("uptimeMillis");
    }

    private static List<Cell> row(JsonObject instance) {
        String status = instance.text("status");
        String phase = instance.text("phase");
        boolean runs = instance.number("pid") > 0;
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(instance.text("id")));
        cells.add(Cell.of(instance.text("name")));
        cells.add(Cell.of(instance.text("namespace")));
        cells.add(Cell.of(instance.text("mode")));
        cells.add(Cell.of(runs ? instance.text("pid") : "-"));
        cells.add(Cell.of(runs ? Units.duration(uptime(instance)) : "-"));
        cells.add(Cell.of(instance.text("restarts")));
        cells.add(new Cell(phase.isEmpty() ? status : status + ", " + phase, Paint.ofStatus(status)));
        cells.add(Cell.of(Units.percent(instance.decimal("cpu"))));
        cells.add(Cell.of(Units.bytes(instance.number("memory"))));
        cells.add(Cell.of(instance.text("user")));
        return cells;
    }
}
