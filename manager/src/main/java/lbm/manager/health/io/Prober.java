package lbm.manager.health.io;

import io.netty.channel.IoEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import lbm.manager.health.Probe;
import lbm.manager.health.Result;
import lbm.manager.process.Command;
import lbm.manager.process.io.Spawner;

/**
 * Asks, on one event loop and without waiting there. A question holds one or two descriptors until it is answered, timed
 * out or cancelled, and none after.
 */
public final class Prober {

    private final IoEventLoop loop;
    private final Spawner spawner;
    private final Names names = new Names();

    public Prober(IoEventLoop loop, Spawner spawner) {
        this.loop = loop;
        this.spawner = spawner;
    }

    /**
     * Asks. Call it on the loop.
     *
     * @param command environment and folder for a {@link Probe.Command}, with a {@link Command#MARK} of its own
     * @param answer called once, on the loop, never before this method has returned; not after a cancel
     */
    public Asking ask(Probe probe, Function<List<String>, Command> command, Duration timeout, Consumer<Result> answer) {
        Question question;
        if (probe instanceof Probe.Http http) {
            question = new HttpQuestion(loop, timeout, answer, names, http);
        } else if (probe instanceof Probe.Tcp tcp) {
            question = new TcpQuestion(loop, timeout, answer, names, tcp.host(), tcp.port());
        } else {
            Command run = command.apply(((Probe.Command) probe).argv());
            question = new CommandQuestion(
                    loop,
                    timeout,
                    answer,
                    spawner,
                    run,
                    Optional.ofNullable(run.env().get(Command.MARK)));
        }
        loop.execute(question::begin);
        return question;
    }
}
