package lbm.worker.http.io;

import lbm.worker.intake.io.Exit;

/** A connection that remembers that it was ended. */
final class FakeExit implements Exit {
    boolean lastAnswer;
    boolean closed;

    @Override
    public boolean lastAnswer() {
        return lastAnswer;
    }

    @Override
    public void answered() {}

    @Override
    public boolean closing() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void closeAsAsked() {
        closed = true;
    }
}
