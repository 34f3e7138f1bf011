package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.ecosystem.Schema;
import picocli.CommandLine.Command;

/** {@code lbm schema}: the JSON Schema of the ecosystem file. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of the ecosystem file, by which editors complete and check it.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm schema > ecosystem.schema.json"})
final class SchemaText extends Base {
    SchemaText(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out().println(Schema.text().stripTrailing());
        return 0;
    }
}
