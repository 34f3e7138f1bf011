package lbm.worker.content;

import java.util.Set;

/** Which media types get smaller by a coding: what is compressed already only costs time once more. */
public final class Compressible {

    private static final Set<String> OTHERS = Set.of(
            "application/javascript",
            "application/wasm",
            "application/rtf",
            "application/sql",
            "application/yaml",
            "application/toml",
            "application/x-sh",
            "application/x-tar",
            "application/vnd.apple.mpegurl",
            "application/vnd.ms-fontobject",
            "font/ttf",
            "font/otf",
            "font/collection",
            "image/vnd.microsoft.icon",
            "image/x-icon",
            "image/bmp",
            "image/tiff",
            "audio/wav",
            "audio/midi",
            "model/gltf-binary");

    private Compressible() {}

    /** Whether it does. {@code contentType} is in lower case and may have parameters. */
    public static boolean is(String contentType) {
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end).trim();
        return type.startsWith("text/")
                || type.endsWith("json")
                || type.endsWith("+xml")
                || type.endsWith("/xml")
                || OTHERS.contains(type);
    }
}
