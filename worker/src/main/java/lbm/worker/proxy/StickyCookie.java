package lbm.worker.proxy;

/** The cookie by which a client comes back to its backend (RFC 6265). */
public final class StickyCookie {

    private final byte[] name;
    private final String start;

    public StickyCookie(String name) {
        this.name = Writing.ascii(name);
        this.start = "Set-Cookie: " + name + "=";
    }

    /** Its value in a request; empty: it is not there. */
    public String of(RequestHead head) {
        Fields fields = head.fields;
        for (int i = fields.find(Known.COOKIE, 0); i >= 0; i = fields.find(Known.COOKIE, i + 1)) {
            String found = in(fields.bytes, fields.valueAt(i), fields.valueEnd(i));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private String in(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            while (at < to && (Fields.isBlank(bytes[at]) || bytes[at] == ';')) {
                at++;
            }
            int end = at;
            while (end < to && bytes[end] != ';') {
                end++;
            }
            if (isNamed(bytes, at, end)) {
                return Ascii.text(bytes, at + name.length + 1, end);
            }
            at = end;
        }
        return "";
    }

    private boolean isNamed(byte[] bytes, int from, int to) {
        if (to - from <= name.length || bytes[from + name.length] != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** The field line that makes a client come back. */
    public byte[] line(Member member) {
        return Writing.ascii(start + member.cookie() + "; Path=/; HttpOnly; SameSite=Lax\r\n");
    }
}
