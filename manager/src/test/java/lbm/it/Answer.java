package lbm.it;

import java.util.List;

/** What one run of the {@code lbm} command left behind. */
record Answer(List<String> arguments, int exit, String out, String err) {

    /** This answer, or an {@link AssertionError} that shows the whole of it when the exit code is another one. */
    Answer expect(int wanted) {
        if (exit != wanted) {
            throw new AssertionError("expected exit " + wanted + ": " + this);
        }
        return this;
    }

    /** Both streams, for looking up a word wherever it was said. */
    String everything() {
        return out + "\n" + err;
    }

    @Override
    public String toString() {
        return "lbm " + String.join(" ", arguments) + " -> exit " + exit + "\n--- stdout\n" + out + "\n--- stderr\n"
                + err;
    }
}
