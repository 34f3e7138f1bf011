package lbm.worker.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.worker.config.Ip;
import lbm.worker.config.Proxy;
import lbm.worker.link.Message;
import org.jspecify.annotations.Nullable;

/** Every backend, who of them is asked next, and who is left alone for a while. The event loop's; not thread-safe. */
public final class Fleet {

    private final String app;
    private final Proxy.Balance balance;
    private final Proxy.Ejection ejection;
    private List<Member> members = List.of();
    private int turn;

    public Fleet(String app, Proxy.Balance balance, Proxy.Ejection ejection) {
        this.app = app;
        this.balance = balance;
        this.ejection = ejection;
    }

    /**
     * What a new list changes.
     *
     * @param gone those that are in it no more
     * @param leaving those that were up and are not
     */
    public record Change(List<Member> gone, List<Member> leaving) {}

    /** Takes a new list; a backend is the same as before when key and address are. */
    public Change update(List<Message.Backend> list) {
        List<Member> next = new ArrayList<>();
        List<Member> gone = new ArrayList<>(members);
        List<Member> leaving = new ArrayList<>();
        for (Message.Backend said : list) {
            Member known = known(said);
            Member member = known == null ? new Member(app, said.key(), said.host(), said.port()) : known;
            gone.remove(member);
            if (member.up && !said.up()) {
                leaving.add(member);
            }
            if (said.up()) {
                member.saidIdle = false;
            }
            member.up = said.up();
            next.add(member);
        }
        members = List.copyOf(next);
        return new Change(List.copyOf(gone), List.copyOf(leaving));
    }

    private @Nullable Member known(Message.Backend said) {
        for (Member member : members) {
            boolean same = member.key().equals(said.key())
                    && member.host().equals(said.host())
                    && member.port() == said.port();
            if (same) {
                return member;
            }
        }
        return null;
    }

    /** Whether one of them gets new requests. */
    public boolean any() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).open()) {
                return true;
            }
        }
        return false;
    }

    /** Those in the last list. */
    public List<Member> members() {
        return members;
    }

    /**
     * Whom to ask, were it for the balance alone.
     *
     * @param tried those that are not to be asked again
     * @return null: there is nobody else
     */
    public @Nullable Member pick(List<Member> tried) {
        int count = members.size();
        Member best = null;
        if (count > 0) {
            turn = (turn + 1) % count;
        }
        for (int n = 0; n < count; n++) {
            Member member = members.get((turn + n) % count);
            if (!member.open() || tried.contains(member)) {
                continue;
            }
            if (balance == Proxy.Balance.ROUND_ROBIN) {
                turn = (turn + n) % count;
                return member;
            }
            if (best == null || member.active < best.active) {
                best = member;
            }
        }
        return best;
    }

    /** The one an address belongs to: when one comes or goes, only its own clients move (rendezvous hashing). */
    public @Nullable Member pick(Ip address, List<Member> tried) {
        long key = address.high() * 31 + address.low();
        Member best = null;
        for (Member member : members) {
            boolean better = best == null || member.weight(key) > best.weight(key);
            if (member.open() && !tried.contains(member) && better) {
                best = member;
            }
        }
        return best;
    }

    /** The one a cookie names, if it gets new requests. */
    public @Nullable Member named(String cookie, List<Member> tried) {
        for (Member member : members) {
            if (member.cookie().equals(cookie) && member.open() && !tried.contains(member)) {
                return member;
            }
        }
        return null;
    }

    /** A request or tunnel begins. */
    public void began(Member member) {
        member.active++;
    }

    /** One ended; tells whether the manager is to hear that nothing is left. */
    public boolean ended(Member member) {
        member.active--;
        return idle(member);
    }

    /** Whether the manager is to hear now that nothing is left; true once. */
    public boolean idle(Member member) {
        if (member.up || member.active > 0 || member.saidIdle) {
            return false;
        }
        member.saidIdle = true;
        return true;
    }

    /** It answered as it should. */
    public void succeeded(Member member) {
        member.failures = 0;
    }

    /**
     * It did not.
     *
     * @return for how many nanoseconds it is left alone from now on; empty: it is not
     */
    public Optional<Long> failed(Member member, long now) {
        member.failures++;
        if (ejection.after() == 0 || member.ejected || member.failures < ejection.after() || !mayEject()) {
            return Optional.empty();
        }
        boolean longAgo = member.ejections > 0 && now - member.returnedAt > 2 * member.ejectedFor;
        member.ejections = longAgo ? 1 : member.ejections + 1;
        long most = ejection.most().toNanos();
        long time = ejection.time().toNanos();
        for (int i = 1; i < member.ejections && time < most; i++) {
            time *= 2;
        }
        member.ejectedFor = Math.min(time, most);
        member.ejected = true;
        return Optional.of(member.ejectedFor);
    }

    /** Never more than half: if most of them fail the cause is presumed shared. */
    private boolean mayEject() {
        int up = 0;
        int out = 0;
        for (Member member : members) {
            if (member.up) {
                up++;
                out += member.ejected ? 1 : 0;
            }
        }
        return out + 1 <= up / 2;
    }

    /** It gets requests again; the first failure ejects it anew, for longer. */
    public void returned(Member member, long now) {
        member.ejected = false;
        member.failures = ejection.after() - 1;
        member.returnedAt = now;
    }

    /** A manager is there that may know nothing of what was said before. */
    public void sayAgain() {
        for (Member member : members) {
            member.saidIdle = false;
        }
    }
}
