package lbm.manager.process;

/** How a process ended, as waitid(2) told it. */
public sealed interface Exit {

    /** One short phrase for tables and messages. */
    String describe();

    /** It returned or called exit(3). */
    record Code(int code) implements Exit {
        @Override
        public String describe() {
            return "exit code " + code;
        }
    }

    /**
     * A signal ended it.
     *
     * @param core whether the kernel wrote a core dump
     */
    record Signal(int number, boolean core) implements Exit {
        @Override
        public String describe() {
            return new lbm.manager.process.Signal(number).name() + (core ? " (core dumped)" : "");
        }
    }

    /** It was not our child (adopted), so the kernel told its end to somebody else. */
    record Unknown() implements Exit {
        @Override
        public String describe() {
            return "ended; exit code not known, it was adopted";
        }
    }
}
