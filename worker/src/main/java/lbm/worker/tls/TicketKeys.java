package lbm.worker.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys that session tickets are sealed with (RFC 5077 §4, RFC 8446 §4.6.1), shared by all workers of an app.
 *
 * <pre>
 * 2026-11-23T15:37:00Z bWFueSBieXRlcw==
 * </pre>
 *
 * @param keys the newest first
 */
public record TicketKeys(List<Key> keys) {

    /** Name 16, HMAC 16, AES 16 bytes. */
    public static final int LENGTH = 48;

    /** A stolen key opens no more than what was said within about a day, and the day before. */
    private static final Duration AGE = Duration.ofDays(1);

    /** Every worker has seen a new key before one of them seals with it. */
    private static final Duration SPREAD = Duration.ofSeconds(30);

    /** The one in use, the one before, and the next. */
    private static final int KEPT = 3;

    /** One key. */
    public static final class Key {

        private final Instant made;
        private final byte[] secret;

        /**
         * A key as it was made.
         *
         * @param secret {@link #LENGTH} bytes
         */
        public Key(Instant made, byte[] secret) {
            this.made = made;
            this.secret = secret;
        }

        Instant made() {
            return made;
        }

        byte[] secret() {
            return secret;
        }
    }

    public TicketKeys {
        keys = List.copyOf(keys);
    }

    /** The keys of a file's text; empty when it is none that can be used. */
    public static Optional<TicketKeys> read(String text) {
        List<Key> keys = new ArrayList<>();
        for (String line : text.strip().split("\n", -1)) {
            int space = line.indexOf(' ');
            try {
                byte[] secret = Base64.getDecoder().decode(line.substring(space + 1));
                if (space < 0 || secret.length != LENGTH) {
                    return Optional.empty();
                }
                keys.add(new Key(Instant.parse(line.substring(0, space)), secret));
            } catch (DateTimeParseException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(new TicketKeys(keys));
    }

    /** The file's text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Key key : keys) {
            text.append(key.made())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(key.secret()))
                    .append('\n');
        }
        return text.toString();
    }

    /** Whether it is time for a new key. A clock that was set back counts as time. */
    public boolean old(Instant now) {
        Instant made = keys.get(0).made();
        return !now.isBefore(made.plus(AGE)) || now.isBefore(made.minus(AGE));
    }

    /** With one more key; those that are no longer accepted are gone. */
    public TicketKeys with(Key fresh) {
        List<Key> all = new ArrayList<>(keys);
        all.add(0, fresh);
        return new TicketKeys(all.subList(0, Math.min(KEPT, all.size())));
    }

    /** All keys, the one to seal with first. */
    public List<byte[]> inUse(Instant now) {
        List<byte[]> order = new ArrayList<>();
        keys.forEach(key -> order.add(key.secret()));
        boolean fresh = now.isBefore(keys.get(0).made().plus(SPREAD));
        if (fresh && order.size() > 1) {
            order.add(0, order.remove(1));
        }
        return order;
    }
}
