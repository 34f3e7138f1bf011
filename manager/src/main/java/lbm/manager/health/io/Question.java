package lbm.manager.health.io;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.manager.health.Result;
import org.jspecify.annotations.Nullable;

/** What all questions share: one answer, in time or not. Used on the loop alone. */
abstract class Question implements Asking {

    final IoEventLoop loop;
    final Duration timeout;
    private final Consumer<Result> answer;
    private final long asked = System.nanoTime();
    private @Nullable Future<?> limit;
    private boolean over;

    Question(IoEventLoop loop, Duration timeout, Consumer<Result> answer) {
        this.loop = loop;
        this.timeout = timeout;
        this.answer = answer;
    }

    final void begin() {
        if (!over) {
            limit = loop.schedule(this::late, timeout.toMillis(), TimeUnit.MILLISECONDS);
            ask();
        }
    }

    /** Sets it going; what comes of it is told by {@link #tell}. */
    abstract void ask();

    /** Lets go of everything; called once, after the answer or instead of it. */
    abstract void release();

    /** What is known when the time is over; may be empty. */
    String soFar() {
        return "";
    }

    final boolean over() {
        return over;
    }

    final long nanos() {
        return System.nanoTime() - asked;
    }

    final void well() {
        tell(Result.well(nanos()));
    }

    final void bad(String detail) {
        tell(Result.bad(detail, nanos()));
    }

    final void tell(Result result) {
        if (!over) {
            end();
            answer.accept(result);
        }
    }

    private void late() {
        tell(Result.late(timeout, soFar(), nanos()));
    }

    private void end() {
        over = true;
        if (limit != null) {
            limit.cancel(false);
        }
        release();
    }

    @Override
    public final void cancel() {
        if (!over) {
            end();
        }
    }
}
