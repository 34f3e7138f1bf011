package lbm.manager.balance;

import lbm.manager.instance.Key;

/** A worker as the balancer sees it. Mutable, used by the daemon's loop alone. */
public final class Backend {

    private final Key key;
    private boolean admitted;
    private boolean suspect;
    private int unacknowledged;
    private int connections;

    Backend(Key key) {
        this.key = key;
    }

    public Key key() {
        return key;
    }

    /** Whether it may be given a connection now. */
    boolean able() {
        return admitted && !suspect && unacknowledged < Backends.MOST_UNACKNOWLEDGED;
    }

    boolean admitted() {
        return admitted;
    }

    int load() {
        return connections;
    }

    void admit(boolean yes) {
        admitted = yes;
    }

    void suspect(boolean yes) {
        suspect = yes;
    }

    void handed() {
        unacknowledged++;
        connections++;
    }

    void acknowledged(int count) {
        unacknowledged -= count;
    }

    /** The worker's own count; what is still on its way to it is added. */
    void reported(int open) {
        connections = open + unacknowledged;
    }
}
