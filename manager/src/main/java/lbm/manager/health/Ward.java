package lbm.manager.health;

import java.util.OptionalLong;

/**
 * One instance of an app under an alive check, as all of them are judged together.
 *
 * @param id names the instance for who asks
 * @param vigil its row of answers
 * @param replaced its process was ended for its health, and no other one is ready yet
 */
public record Ward(int id, Vigil vigil, boolean replaced) {

    boolean fails() {
        return replaced || vigil.failing();
    }

    boolean lost() {
        return !replaced && vigil.lost();
    }

    boolean well() {
        return !fails() && vigil.last().filter(it -> it.result().isWell()).isPresent();
    }

    /** Whether it has answered a question that was asked since then, or will not be asked for long. */
    boolean heardSince(long time, long now) {
        boolean later = vigil.last().isEmpty()
                && vigil.due() - now > vigil.check().interval().toNanos();
        return replaced
                || later
                || vigil.last().filter(it -> it.asked() - time >= 0).isPresent();
    }

    /** Whether it has failed all its retries again since a cause that was not its own has ended. */
    boolean stillFails(OptionalLong calmSince) {
        if (calmSince.isEmpty()) {
            return true;
        }
        long anew = calmSince.getAsLong()
                + (vigil.check().retries() - 1) * vigil.check().interval().toNanos();
        return vigil.last().filter(it -> it.asked() - anew >= 0).isPresent();
    }
}
