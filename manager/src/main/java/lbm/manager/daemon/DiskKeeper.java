package lbm.manager.daemon;

/** Keeps the state and the status of one home on disk. */
final class DiskKeeper implements Keeper {

    private final StateFile state;
    private final StateFile status;
    private final String version;
    private boolean frozen;

    DiskKeeper(Home home, String version) {
        this.state = new StateFile(home.state());
        this.status = new StateFile(home.status());
        this.version = version;
    }

    /** From now on the state stays as it was written last: what is being stopped shall be started next time. */
    void freeze() {
        frozen = true;
    }

    @Override
    public void write(Manager manager) {
        if (!frozen) {
            state.write(StateJson.of(manager), true);
        }
        status(manager);
    }

    @Override
    public void status(Manager manager) {
        status.write(StatusJson.of(manager, version, manager.allNotes()), false);
    }

    /** The operator ended everything: nothing is left to be found. */
    void forget() {
        frozen = true;
        state.delete();
        status.delete();
    }

    void away() {
        status.delete();
    }
}
