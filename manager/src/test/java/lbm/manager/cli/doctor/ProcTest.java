package lbm.manager.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcTest {

    @Test
    void readsTheSoftLimit() {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             unlimited            unlimited            processes
                Max open files            1024                 524288               files
                """;
        assertEquals(OptionalLong.of(1024), Proc.limit(limits, "Max open files"));
        assertEquals(OptionalLong.empty(), Proc.limit(limits, "Max processes"));
        assertEquals(OptionalLong.empty(), Proc.limit("", "Max open files"));
    }

    @Test
    void readsThePortsThatSomebodyListensOn() {
        String table = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
                   1: 0100007F:0050 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0
                """;
        assertEquals(Set.of(8080), Proc.listening(table));
        assertEquals(Optional.of("12 kB"), Proc.field("MemTotal:   12 kB\n", "MemTotal"));
        assertEquals(OptionalLong.empty(), Proc.number("max\n"));
    }
}
