package lbm.it;

import java.nio.charset.StandardCharsets;

/** What a client asks for and the body that a 200 must carry. */
record Page(String path, String body) {

    byte[] request(boolean keepAlive) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (keepAlive ? "" : "Connection: close\r\n")
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
