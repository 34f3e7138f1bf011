package lbm.manager.channel;

import java.util.Optional;
import java.util.Set;

/** Which programs speak Node's channel. */
public final class Speakers {

    private static final Set<String> PROGRAMS = Set.of(
            "node",
            "nodejs",
            "bun",
            "deno",
            "tsx",
            "ts-node",
            "ts-node-esm",
            "swc-node",
            "babel-node",
            "coffee",
            "npm",
            "npx",
            "pnpm",
            "pnpx",
            "yarn",
            "yarnpkg",
            "bunx",
            "next",
            "nuxt",
            "nest");

    private Speakers() {}

    /**
     * Whether a program is one of Node's kind.
     *
     * @param program path or name of what is executed: the interpreter, or the script itself
     * @param shebang first line of the script's file, if it is one and is executed itself
     */
    public static boolean speaks(String program, Optional<String> shebang) {
        return PROGRAMS.contains(name(program))
                || shebang.filter(line -> line.startsWith("#!"))
                        .map(line -> line.substring(2).strip().split("\\s+", -1))
                        .filter(Speakers::runsNode)
                        .isPresent();
    }

    /** {@code #!/usr/bin/node}, {@code #!/usr/bin/env node}, {@code #!/usr/bin/env -S node --flag}. */
    private static boolean runsNode(String[] words) {
        if (!name(words[0]).equals("env")) {
            return PROGRAMS.contains(name(words[0]));
        }
        for (int i = 1; i < words.length; i++) {
            boolean option = words[i].startsWith("-") || words[i].indexOf('=') > 0;
            if (!option) {
                return PROGRAMS.contains(name(words[i]));
            }
        }
        return false;
    }

    /** Last part of a path, without a version: {@code /opt/node-20/bin/node20} is {@code node}. */
    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("(?<=[a-z])-?\\d[\\d.]*$", "");
    }
}
