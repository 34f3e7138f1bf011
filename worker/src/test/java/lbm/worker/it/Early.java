package lbm.worker.it;

/** For what ends in the middle of a test, before the block that would end it anyway. */
final class Early {

    private Early() {}

    static void end(AutoCloseable open) throws Exception {
        open.close();
    }
}
