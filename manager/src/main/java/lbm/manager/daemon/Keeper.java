package lbm.manager.daemon;

/** Writes down what is so, for the next manager and for readers. */
interface Keeper {

    /** What runs, to be found again after any end of this process; on disk when this returns. */
    void write(Manager manager);

    /** What {@code lbm list} shows; on disk when this returns. */
    void status(Manager manager);

    /** Something that readers see may have changed. */
    void changed();

    /** Once a second: readers see that we live, and what has changed. */
    void beat(Manager manager);

    /** Ten times a second: readers see what has changed since. */
    void tick(Manager manager);
}
