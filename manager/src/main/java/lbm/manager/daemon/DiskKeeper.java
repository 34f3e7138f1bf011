package lbm.manager.daemon;

import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Keeps the state and the status of one home on disk. The state is written whenever it must be; the status, which people
 * read, at most ten times a second, and when nothing in it has changed it is only made young again.
 */
final class DiskKeeper implements Keeper {

    /** Notes may come and go with nothing but time: they are looked for at each tenth beat. */
    private static final int BEATS = 10;

    private final StateFile state;
    private final StateFile status;
    private final StateText stateText = new StateText();
    private final StatusText statusText;
    private byte[] statusWritten = {};
    private boolean statusDue;
    private boolean changed;
    private int unlooked;
    private boolean frozen;

    DiskKeeper(Home home, String version) {
        Executor disk = DiskThread.named("lbm-disk");
        this.state = new StateFile(home.state(), disk);
        this.status = new StateFile(home.status(), disk);
        this.statusText = new StatusText(version);
    }

    /** From now on the state stays as it was written last: what is being stopped shall be started next time. */
    void freeze() {
        frozen = true;
    }

    @Override
    public void write(Manager manager) {
        if (!frozen) {
            state.write(stateText.of(manager), true);
        }
        statusDue = true;
    }

    @Override
    public void changed() {
        changed = true;
    }

    @Override
    public void beat(Manager manager) {
        // With a thousand instances at rest a look at each would be most of what the manager does.
        if (changed || ++unlooked >= BEATS || !status.touch()) {
            status(manager);
        }
    }

    @Override
    public void status(Manager manager) {
        statusDue = false;
        changed = false;
        unlooked = 0;
        byte[] body = statusText.body(manager);
        if (Arrays.equals(body, statusWritten) && status.touch()) {
            return;
        }
        status.write(StatusText.whole(body), false);
        statusWritten = body;
    }

    @Override
    public void tick(Manager manager) {
        if (statusDue) {
            status(manager);
        }
    }

    /** The operator ended everything: nothing is left to be found. */
    void forget() {
        frozen = true;
        state.delete();
        away();
    }

    void away() {
        status.delete();
        statusWritten = new byte[0];
    }
}
