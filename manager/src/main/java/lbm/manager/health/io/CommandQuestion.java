package lbm.manager.health.io;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.manager.health.Result;
import lbm.manager.process.Command;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;
import lbm.manager.process.io.ProcessWatch;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawned;
import lbm.manager.process.io.Spawner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command; exit code 0 is well. Its last line is kept for the reason. At the timeout its whole tree is killed. */
final class CommandQuestion extends Question {

    private static final Logger LOG = LoggerFactory.getLogger(CommandQuestion.class);

    /** A command that says more than its pipe holds must not wait for us for long. */
    private static final long READ_MILLIS = 100;

    private final Spawner spawner;
    private final Command command;
    private final Optional<String> mark;
    private @Nullable ProcessId process;
    private @Nullable LastLine out;
    private @Nullable LastLine err;
    private @Nullable ProcessWatch watch;
    private @Nullable Future<?> reading;

    CommandQuestion(
            IoEventLoop loop,
            Duration timeout,
            Consumer<Result> answer,
            Spawner spawner,
            Command command,
            Optional<String> mark) {
        super(loop, timeout, answer);
        this.spawner = spawner;
        this.command = command;
        this.mark = mark;
    }

    @Override
    void ask() {
        try {
            Spawned spawned = spawner.spawn(command);
            process = spawned.id();
            out = new LastLine(spawned.stdout());
            err = new LastLine(spawned.stderr());
            watch = ProcessWatch.start(loop, spawned.id(), this::exited);
            reading = loop.scheduleWithFixedDelay(this::read, READ_MILLIS, READ_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException | LinkageError e) {
            tell(Result.unasked(String.valueOf(e.getMessage())));
        }
    }

    private void read() {
        if (out != null && err != null) {
            out.read();
            err.read();
        }
    }

    @Override
    String soFar() {
        read();
        String said = err == null ? "" : err.text();
        return said.isEmpty() && out != null ? out.text() : said;
    }

    private void exited(Exit exit) {
        String said = soFar();
        close();
        if (exit instanceof Exit.Code code && code.code() == 0) {
            well();
        } else {
            bad(exit.describe() + (said.isEmpty() ? "" : ": " + said));
        }
    }

    /** Its end is still to come when it is late or not wanted any more: then it is hastened, and awaited. */
    @Override
    void release() {
        ProcessId running = process;
        if (watch == null || running == null) {
            return;
        }
        try {
            Processes.killTree(running, mark, Signal.KILL);
        } catch (IOException e) {
            LOG.warn("check {} cannot be ended: {}", running.pid(), e.getMessage());
        }
    }

    private void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (reading != null) {
            reading.cancel(false);
        }
        if (out != null && err != null) {
            out.close();
            err.close();
        }
    }
}
