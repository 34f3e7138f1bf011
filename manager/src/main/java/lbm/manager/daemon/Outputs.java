package lbm.manager.daemon;

import java.util.List;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Spawned;
import lbm.manager.spec.AppSpec;

/** Where the output of processes goes; the daemon's view of the log loop. All calls return at once. */
interface Outputs {

    /** Reads a new process's output from now on; the descriptors are theirs to close. */
    void attach(Key key, AppSpec spec, Spawned process, Pipes pipes);

    /** The same for a process a former manager had started: what that one had read is not lost. */
    void adopt(Key key, AppSpec spec, ProcessId process, Pipes pipes);

    /** The process is gone: what it still said is written, then {@code drained} runs on the loop. */
    void detach(Key key, ProcessId process, Runnable drained);

    /** An instance that does not run: its files can be asked for all the same. */
    void know(Instance instance);

    /** An instance that was deleted. */
    void forget(int id);

    /** The last lines of the process of an instance that ended last, for messages. */
    List<String> lastLines(int id, int count);

    /** Complaints for the operator: lines dropped for want of space. */
    List<String> notes();
}
