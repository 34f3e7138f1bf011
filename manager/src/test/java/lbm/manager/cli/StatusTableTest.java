package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static final Terminal PIPE = new Terminal(false, false, false, 0);

    private static final JsonObject STATUS = JsonReader.object("""
            {"instances":[
              {"id":0,"name":"site","namespace":"default","mode":"cluster","pid":4711,"status":"online","phase":"draining",
               "uptimeMillis":61000,"restarts":2,"cpu":1.5,"memory":60923904,"user":"www","address":"http://0.0.0.0:8175","why":"asked"},
              {"id":12,"name":"worker","namespace":"default","mode":"fork","pid":0,"status":"errored","phase":"",
               "uptimeMillis":0,"restarts":16,"cpu":0,"memory":0,"user":"www","address":"","why":"exit code 3, 16 times in a row"}],
             "notes":["out.log: 12 lines dropped"]}
            """);

    @Test
    void showsInstancesThenReasonsThenNotes() {
        assertEquals("""
                id  name    namespace  mode      pid  uptime  restarts  status             cpu  memory  user
                 0  site    default    cluster  4711      1m         2  online, draining  1.5%   58.1M  www
                12  worker  default    fork        -       -        16  errored             0%      0B  www
                12 worker: exit code 3, 16 times in a row
                note: out.log: 12 lines dropped
                """, StatusTable.render(STATUS, PIPE));
    }

    @Test
    void tellsOnceWhatHoldsOfManyInstances() {
        String one = "{\"id\":%d,\"name\":\"s\",\"status\":\"stopped\",\"why\":\"stop asked\"}";
        String instances = IntStream.range(0, 30).mapToObj(one::formatted).collect(Collectors.joining(","));
        String table = StatusTable.render(JsonReader.object("{\"instances\":[" + instances + "]}"), PIPE);
        assertTrue(table.endsWith("s: stop asked (30 instances)\n"), table);
        assertFalse(table.contains("7 s: stop asked"), table);
    }

    @Test
    void leavesColumnsOutOnANarrowTerminalButNeverNameAndStatus() {
        String narrow = StatusTable.render(STATUS, new Terminal(true, true, false, 40));
        String first = narrow.lines().findFirst().orElseThrow();
        assertTrue(first.length() <= 40, first);
        assertTrue(first.contains("name") && first.contains("status"), first);
        assertFalse(first.contains("namespace"), first);
        assertTrue(
                StatusTable.render(STATUS, new Terminal(true, true, false, 5)).startsWith("id  name    status"));
    }

    @Test
    void coloursOnlyWhereAsked() {
        assertFalse(StatusTable.render(STATUS, PIPE).contains("\u001b"));
        assertTrue(StatusTable.render(STATUS, new Terminal(true, true, true, 0)).contains(Paint.RED + "errored"));
    }

    @Test
    void saysHowToStartWhenThereIsNothing() {
        assertEquals(
                "no app; `lbm start` starts those of ./ecosystem.yaml\n",
                StatusTable.render(JsonReader.object("{\"instances\":[]}"), PIPE));
    }

    @Test
    void showsAddressesABrowserTakesOncePerApp() {
        assertEquals("site: http://localhost:8175\n", StatusTable.addresses(STATUS));
    }
}
