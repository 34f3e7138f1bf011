package lbm.worker.http;

/** The syntax of {@code Host} and of an URL's authority (RFC 9110 §4.2, §7.2; RFC 3986 §3.2): a host, perhaps a port. */
public final class HostField {

    private HostField() {}

    /** Whether it is a host that is not empty, with an optional port; nobody's name and password before it. */
    public static boolean isValid(String value) {
        int end = value.startsWith("[") ? address(value) : name(value);
        if (end <= 0) {
            return false;
        }
        return end == value.length() || (value.charAt(end) == ':' && isPort(value, end + 1));
    }

    /** Where a name or an IPv4 address ends. */
    private static int name(String value) {
        int i = 0;
        while (i < value.length() && value.charAt(i) != ':') {
            char c = value.charAt(i);
            if (c == '%') {
                if (i + 2 >= value.length() || !isHex(value.charAt(i + 1)) || !isHex(value.charAt(i + 2))) {
                    return -1;
                }
                i += 2;
            } else if (!isAlphanumeric(c) && "-._~!$&'()*+,;=".indexOf(c) < 0) {
                return -1;
            }
            i++;
        }
        return i;
    }

    /** Where an address in brackets ends; -1: it is none. Only its characters are looked at. */
    private static int address(String value) {
        int close = value.indexOf(']');
        boolean future = value.length() > 1 && (value.charAt(1) == 'v' || value.charAt(1) == 'V');
        int colons = 0;
        for (int i = 1; i < close; i++) {
            char c = value.charAt(i);
            boolean known =
                    future ? isAlphanumeric(c) || "-._~!$&'()*+,;=:".indexOf(c) >= 0 : isHex(c) || c == ':' || c == '.';
            if (!known) {
                return -1;
            }
            colons += c == ':' ? 1 : 0;
        }
        return close > 1 && (future || colons >= 2) ? close + 1 : -1;
    }

    private static boolean isPort(String value, int from) {
        int port = 0;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
            if (port > 65_535) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
