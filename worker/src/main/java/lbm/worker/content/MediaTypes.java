package lbm.worker.content;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by file extension, from the table {@code media-types.txt} beside this class: a choice of IANA's registry
 * (https://www.iana.org/assignments/media-types), one type a line with its extensions.
 */
public final class MediaTypes {

    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_EXTENSION = load();

    private MediaTypes() {}

    /** The type of a file name, with charset for texts. Unknown: a stream of bytes, which no browser runs. */
    public static String of(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }

    private static Map<String, String> load() {
        Map<String, String> types = new HashMap<>();
        try (InputStream in = MediaTypes.class.getResourceAsStream("media-types.txt")) {
            if (in == null) {
                throw new IllegalStateException("media-types.txt is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split(" +", -1);
                for (int i = 1; i < words.length; i++) {
                    types.put(words[i], withCharset(words[0]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("media-types.txt cannot be read", e);
        }
        return Map.copyOf(types);
    }

    /** Texts are UTF-8. JSON has no charset parameter (RFC 8259 §11), but older clients guess without one. */
    private static String withCharset(String type) {
        boolean text = type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("/xml")
                || type.endsWith("json")
                || type.equals("application/javascript");
        return text ? type + "; charset=utf-8" : type;
    }
}
