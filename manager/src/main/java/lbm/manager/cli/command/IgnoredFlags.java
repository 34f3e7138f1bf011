package lbm.manager.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags of PM2's that mean nothing here: taken, so that scripts go on working, and told. */
final class IgnoredFlags {
    private static final String NODE_AGENT = "lbm puts no agent into programs";

    @Option(
            names = {"--no-pmx", "--no-automation", "--pmx", "--automation", "--trace", "--disable-trace", "--v8"},
            hidden = true)
    boolean agent;

    @Option(
            names = {"--event-loop-inspector", "--deep-monitoring"},
            hidden = true)
    boolean inspector;

    @Option(names = "--no-vizion", hidden = true)
    boolean vizion;

    @Option(
            names = {"--source-map-support", "--disable-source-map-support"},
            hidden = true)
    boolean sourceMaps;

    @Option(
            names = {"-x", "--execute-command", "-m", "--mini-list", "--no-color"},
            hidden = true)
    boolean plain;

    /** A line for each that was given and that somebody may have counted on. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (agent || inspector) {
            notes.add("ignored, since " + NODE_AGENT + ": the flags of PM2's agent");
        }
        if (vizion) {
            notes.add("ignored, since lbm looks at no version control: --no-vizion");
        }
        if (sourceMaps) {
            notes.add("ignored, it is for the runtime: --source-map-support; --node-args=--enable-source-maps does it");
        }
        return notes;
    }
}
