package lbm.manager.balance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instances that shall end once no proxy has anything to do with them. Each proxy that was there when one began to leave
 * has a say, as long as it is there.
 *
 * @param <B> names an instance
 * @param <P> names a proxy
 */
public final class Leavers<B, P> {

    private final Map<B, Set<P>> waiting = new LinkedHashMap<>();
    /** Who has said so of one that did not leave yet: a proxy says it once. */
    private final Map<B, Set<P>> early = new HashMap<>();

    /**
     * One begins to leave.
     *
     * @return false: there is nobody to wait for
     */
    public boolean leave(B backend, Collection<P> proxies) {
        Set<P> busy = new HashSet<>(proxies);
        busy.removeAll(early.getOrDefault(backend, Set.of()));
        if (busy.isEmpty()) {
            return false;
        }
        waiting.put(backend, busy);
        return true;
    }

    /** A proxy that was told to ask nothing new of it has nothing left to do with it. */
    public void idle(B backend, P proxy) {
        Set<P> left = waiting.get(backend);
        if (left != null) {
            left.remove(proxy);
        } else {
            early.computeIfAbsent(backend, b -> new HashSet<>()).add(proxy);
        }
    }

    /** A proxy is told to ask it: what was said before is over. */
    public void asked(B backend, P proxy) {
        Set<P> said = early.get(backend);
        if (said != null) {
            said.remove(proxy);
        }
    }

    /** It has ended by itself. */
    public void gone(B backend) {
        waiting.remove(backend);
        early.remove(backend);
    }

    /**
     * Those that nobody is busy with any more, each told once.
     *
     * @param living the proxies that are there now
     */
    public List<B> free(Set<P> living) {
        List<B> free = new ArrayList<>();
        waiting.values().forEach(left -> left.retainAll(living));
        waiting.entrySet().removeIf(entry -> entry.getValue().isEmpty() && free.add(entry.getKey()));
        return free;
    }
}
