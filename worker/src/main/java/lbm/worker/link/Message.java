package lbm.worker.link;

import java.util.List;

/**
 * One line on the link between a manager and a worker: a JSON object whose {@code t} names the kind.
 *
 * <p>The link carries words, a {@linkplain Lane lane} carries descriptors; the two never share a connection. Unknown
 * fields are ignored and unknown kinds are skipped, so that a manager and a worker of neighbouring versions understand
 * each other.
 */
public sealed interface Message {

    /** Version of this vocabulary; a manager takes any worker whose {@link Hello#version} has the same value. */
    int VERSION = 1;

    // ---- worker to manager

    /**
     * First line of a worker. The token proves that this home started it; pid and uid are checked against the socket.
     *
     * @param holds names of listeners of which the worker holds a duplicate (see {@link Lane#name})
     * @param ready whether it has been ready before, that is: this is a reconnection, or an adoption
     */
    record Hello(
            int version,
            String token,
            String app,
            int id,
            int slot,
            int generation,
            long pid,
            List<String> holds,
            boolean ready)
            implements Message {}

    /** The worker is warm and holds every listener: it may be given connections. */
    record Ready() implements Message {}

    /**
     * Sign of life from the worker's event loop.
     *
     * @param loopDelayMicros how late the loop ran this timer
     * @param connections open client connections
     * @param requests requests answered since the process started
     * @param errors answers with a 5xx status since the process started
     * @param bytes body bytes sent since the process started
     * @param traffic more about the same answers; nothing from a worker that does not count it
     */
    record Heartbeat(
            long seq, long loopDelayMicros, int connections, long requests, long errors, long bytes, Traffic traffic)
            implements Message {

        /** A sign of life that says nothing more about its answers. */
        public Heartbeat(long seq, long loopDelayMicros, int connections, long requests, long errors, long bytes) {
            this(seq, loopDelayMicros, connections, requests, errors, bytes, Traffic.NONE);
        }
    }

    /**
     * What a {@link Heartbeat} says about answers; numbers are since the process started.
     *
     * @param good answers below 300
     * @param redirects answers from 300 to 399, 304 among them
     * @param refused answers from 400 to 499
     * @param limited requests that were over the rate limit
     * @param cached files answered from memory, or by the word that the client has them
     * @param uncached files that were read from disk
     * @param droppedLines lines of the access log that could not be written
     * @param latencies how long the answers since the last heartbeat took, as {@link Latencies#take} says it
     */
    record Traffic(
            long good,
            long redirects,
            long refused,
            long limited,
            long cached,
            long uncached,
            long droppedLines,
            List<Long> latencies) {

        /** Nothing counted. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, List.of());
    }

    /** The worker has nothing left to serve and leaves: exit code 0 follows. */
    record Goodbye(String reason) implements Message {}

    /** What the worker is doing, for the operator who waits: {@code "warming"}, {@code "draining"} and so on. */
    record Progress(String phase, int left) implements Message {}

    /** A backend that is not up any more has nothing left to do here; said once for each time it stopped being up. */
    record BackendIdle(String key) implements Message {}

    /**
     * A backend failed too often and gets nothing for a while, or is back.
     *
     * @param why for the operator; empty when it is back
     */
    record BackendState(String key, boolean ejected, String why) implements Message {}

    // ---- manager to worker

    /**
     * To a proxy: whom it asks from now on. Each list replaces the last; what is going on with a backend that is not in
     * it is cut.
     *
     * @param before how many of the list came in the lines before this one; 0 begins a list
     * @param more the list goes on with the next of these lines
     */
    record Backends(List<Backend> list, int before, boolean more) implements Message {

        /** A whole list. */
        public Backends(List<Backend> list) {
            this(list, 0, false);
        }
    }

    /** Answer to {@link Hello}: connect to these lanes. */
    record Welcome(List<Lane> lanes, long heartbeatMillis) implements Message {}

    /** The manager does not know this worker or has no use for it: drain and leave. */
    record Refused(String reason) implements Message {}

    /** Answer to a {@link Heartbeat}: the manager's loop runs too. A worker that misses it accepts by itself. */
    record Pulse(long seq) implements Message {}

    /**
     * Serve no new connection and leave.
     *
     * @param migrate whether idle connections may be given back over the lane; otherwise they are closed in order
     * @param deadlineMillis from now; what is left then is cut
     */
    record Drain(boolean migrate, long deadlineMillis) implements Message {}

    /** The manager ends on purpose and workers stay: accept by yourself until the next one answers. */
    record Leaving() implements Message {}

    // ---- both ways

    /**
     * Descriptors received on a lane, counted from its first, are owned by the sender of this line: the other side may
     * close its copies of the first {@code count}. Cumulative.
     */
    record Ack(String lane, long count) implements Message {}

    /**
     * A lane: a unix socket that carries nothing but descriptors.
     *
     * @param name the listener it belongs to, {@code host:port}
     * @param path the socket to connect to; the manager knows the worker by the peer's pid
     * @param give whether the worker shall send its duplicate of the listener first; else, when it holds none, the
     *     manager sends one first
     */
    record Lane(String name, String path, boolean give) {}

    /**
     * One instance behind a proxy.
     *
     * @param key names it for as long as it runs; another process has another key
     * @param host address or name to connect to
     * @param up whether it gets new requests and connections; else it may only finish
     */
    record Backend(String key, String host, int port, boolean up) {}
}
