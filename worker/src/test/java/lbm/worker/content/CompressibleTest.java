package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "a.css",
                "a.js",
                "a.mjs",
                "a.json",
                "a.map",
                "a.svg",
                "a.xml",
                "a.txt",
                "a.md",
                "a.csv",
                "a.wasm",
                "a.ttf",
                "a.otf",
                "a.eot",
                "favicon.ico",
                "a.webmanifest",
                "a.rss",
                "a.geojson",
                "a.gltf",
                "a.m3u8"
            })
    void textsAndPlainTablesAre(String name) {
        assertTrue(Compressible.is(MediaTypes.of(name)), MediaTypes.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.png",
                "a.jpg",
                "a.webp",
                "a.avif",
                "a.gif",
                "a.woff",
                "a.woff2",
                "a.zip",
                "a.gz",
                "a.zst",
                "a.br",
                "a.mp4",
                "a.mp3",
                "a.pdf",
                "a.docx",
                "a.bin",
                "noextension"
            })
    void whatIsCompressedAlreadyIsNot(String name) {
        assertFalse(Compressible.is(MediaTypes.of(name)), MediaTypes.of(name));
    }
}
