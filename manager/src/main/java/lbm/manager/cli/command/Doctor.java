package lbm.manager.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonWriter;
import lbm.manager.cli.Paint;
import lbm.manager.cli.doctor.Checkup;
import lbm.manager.cli.doctor.Finding;
import lbm.manager.cli.doctor.Finding.Grade;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm doctor}: one line for each thing looked at. */
@Command(
        name = "doctor",
        description = {
            "Look at the manager, LBM_HOME, ports, limits, disk and programs.",
            "One line each: ok, warn or bad, with what to do. Exit code 1 when something is bad. Changes nothing."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm doctor", "  lbm doctor --json | jq '.findings[] | select(.grade != \"ok\")'"})
final class Doctor extends Base {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Doctor(Context context) {
        super(context);
    }

    @Override
    int run() {
        List<Finding> findings = Checkup.of(context);
        if (json) {
            context.out().println(JsonWriter.write(Map.of("findings", objects(findings))));
        } else {
            findings.forEach(this::print);
        }
        boolean bad = findings.stream().anyMatch(it -> it.grade() == Grade.BAD);
        return bad ? ExitCode.FAILED.code() : 0;
    }

    private void print(Finding finding) {
        String grade = finding.grade().word();
        String padded = grade + " ".repeat(5 - grade.length());
        String colour =
                switch (finding.grade()) {
                    case OK -> Paint.GREEN;
                    case WARN -> Paint.YELLOW;
                    case BAD -> Paint.RED;
                };
        context.out()
                .println((context.terminal().colour() ? Paint.paint(colour, padded) : padded) + finding.what() + ": "
                        + finding.says()
                        + (finding.remedy().isEmpty() ? "" : " → " + finding.remedy()));
    }

    private static List<Map<String, String>> objects(List<Finding> findings) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("grade", finding.grade().word());
            one.put("what", finding.what());
            one.put("says", finding.says());
            one.put("remedy", finding.remedy());
            all.add(one);
        }
        return all;
    }
}
