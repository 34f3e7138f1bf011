package lbm.manager.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaidTest {

    @Test
    void readyIsTheWordThatPm2Knows() {
        assertInstanceOf(Said.Ready.class, said("\"ready\""));
        assertEquals(new Said.Message("process:msg", "\"Ready\""), said("\"Ready\""));
    }

    @Test
    void aTypedMessageIsAnEventOfItsType() {
        assertEquals(
                new Said.Message("order:done", "{\"id\":7}"), said("{\"type\":\"order:done\",\"data\":{\"id\":7}}"));
        assertEquals(new Said.Message("process:msg", "{\"a\":1}"), said("{\"a\":1}"));
        assertEquals(new Said.Message("process:msg", "[1,2]"), said("[1,2]"));
    }

    @Test
    void nodesOwnWordsAreNoMessages() {
        Said.Cluster cluster =
                assertInstanceOf(Said.Cluster.class, said("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}"));
        assertEquals("online", cluster.word().path("act").asText());
        assertInstanceOf(Said.Handle.class, said("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\"}"));
        assertInstanceOf(Said.Other.class, said("{\"cmd\":\"NODE_SOMETHING\"}"));
    }

    @Test
    void whatIsNoJsonIsNothing() {
        assertInstanceOf(Said.Other.class, said("ready"));
        assertInstanceOf(Said.Other.class, said(""));
        assertInstanceOf(Said.Other.class, said("{\"cut"));
    }

    @Test
    void linesAreCutWhereverThePiecesEnd() throws Exception {
        LineCutter cutter = new LineCutter();
        List<String> lines = new ArrayList<>();
        for (String piece : List.of("a", "b\nc\n", "\n", "d", "e", "\nf")) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            for (byte[] line : cutter.add(bytes, bytes.length)) {
                lines.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        assertEquals(List.of("ab", "c", "", "de"), lines);
    }

    @Test
    void aLineWithoutEndIsGivenUp() throws Exception {
        LineCutter cutter = new LineCutter();
        byte[] half = new byte[LineCutter.LONGEST / 2 + 1];
        cutter.add(half, half.length);
        assertThrows(LineCutter.TooLong.class, () -> cutter.add(half, half.length));
    }

    @Test
    void answersAreNodesOwnWords() throws Exception {
        JsonNode query = Said.Json.MAPPER.readTree("{\"seq\":3,\"data\":null}");
        assertEquals("\"shutdown\"\n", text(Words.shutdown()));
        assertEquals("{\"cmd\":\"NODE_HANDLE_ACK\"}\n", text(Words.handleArrived()));
        assertEquals("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\"}\n", text(Words.disconnect()));
        assertEquals(
                "{\"cmd\":\"NODE_CLUSTER\",\"key\":\"k\",\"ack\":3,\"errno\":-98}\n",
                text(Words.refused(query, "k", -98)));
        assertEquals(
                "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":"
                        + "{\"cmd\":\"NODE_CLUSTER\",\"key\":\"k\",\"ack\":3,\"errno\":0,\"data\":null}}\n",
                text(Words.listener(query, "k")));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    private static Said said(String line) {
        return Said.of(line.getBytes(StandardCharsets.UTF_8));
    }
}
