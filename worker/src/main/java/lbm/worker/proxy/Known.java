package lbm.worker.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Header fields that mean something to a proxy. */
enum Known {
    OTHER(""),
    TE("te"),
    VIA("via"),
    HOST("host"),
    COOKIE("cookie"),
    EXPECT("expect"),
    UPGRADE("upgrade"),
    REFERER("referer"),
    FORWARDED("forwarded"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    USER_AGENT("user-agent"),
    X_REQUEST_ID("x-request-id"),
    CONTENT_TYPE("content-type"),
    AUTHORIZATION("authorization"),
    CONTENT_LENGTH("content-length"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_HOST("x-forwarded-host"),
    X_FORWARDED_PORT("x-forwarded-port"),
    PROXY_CONNECTION("proxy-connection"),
    CONTENT_ENCODING("content-encoding"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    TRANSFER_ENCODING("transfer-encoding"),
    /**
     * A forwarding field but for its underscores: programs that get fields as variables (CGI, WSGI, PHP) cannot tell
     * them apart, so it would pass for what we say.
     */
    LOOKALIKE("");

    private static final int LONGEST = 17;
    private static final List<List<Known>> BY_LENGTH = byLength();

    private final String name;

    Known(String name) {
        this.name = name;
    }

    private static List<List<Known>> byLength() {
        List<List<Known>> all = new ArrayList<>();
        for (int i = 0; i <= LONGEST; i++) {
            List<Known> same = new ArrayList<>();
            for (Known known : values()) {
                if (i > 0 && known.name.length() == i) {
                    same.add(known);
                }
            }
            all.add(List.copyOf(same));
        }
        return List.copyOf(all);
    }

    /** The field of a name in any case. */
    static Known of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return OTHER;
        }
        List<Known> same = BY_LENGTH.get(length);
        for (int i = 0; i < same.size(); i++) {
            if (Ascii.same(bytes, from, to, same.get(i).name)) {
                return same.get(i);
            }
        }
        return lookalike(bytes, from, to, same) ? LOOKALIKE : OTHER;
    }

    private static boolean lookalike(byte[] bytes, int from, int to, List<Known> same) {
        boolean any = false;
        for (int i = from; i < to && !any; i++) {
            any = bytes[i] == '_';
        }
        if (!any) {
            return false;
        }
        String name = Ascii.text(bytes, from, to).replace('_', '-').toLowerCase(Locale.ROOT);
        return same.stream().anyMatch(known -> known.forwarding() && known.name.equals(name));
    }

    /** Whether it is about one connection only (RFC 9110 §7.6.1) and never passed on as it came. */
    boolean hopByHop() {
        return switch (this) {
            case TE, UPGRADE, CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING -> true;
            default -> false;
        };
    }

    /** Whether it tells about the client of a proxy. */
    boolean forwarding() {
        return switch (this) {
            case FORWARDED, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PORT, X_FORWARDED_PROTO, LOOKALIKE -> true;
            default -> false;
        };
    }

    /**
     * Whether {@code Connection} may name it, so that it is not passed on. What the next one needs in order to
     * understand the message, or to know who asks, is passed on whatever a client says.
     */
    boolean droppable() {
        return switch (this) {
            case HOST, CONTENT_LENGTH, CONTENT_TYPE, CONTENT_ENCODING, AUTHORIZATION, COOKIE, EXPECT -> false;
            default -> !forwarding();
        };
    }
}
