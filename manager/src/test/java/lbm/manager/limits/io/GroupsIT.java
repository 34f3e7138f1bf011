package lbm.manager.limits.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lbm.manager.spec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with the files of a control group does for one: what the kernel would do with them is not lbm's. */
class GroupsIT {

    @TempDir
    Path folder;

    private Groups open() throws IOException {
        return Groups.open(Map.of(Groups.VARIABLE, folder.toString()));
    }

    @Test
    void limitsAreWrittenAndControllersHandedOn() throws Exception {
        Files.writeString(folder.resolve("cgroup.controllers"), "cpuset cpu memory\n");
        Files.writeString(folder.resolve("cgroup.subtree_control"), "");
        Path group = open().create(
                        "app-x-0-1",
                        new Limits(
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                Optional.of(200L << 20),
                                OptionalDouble.of(0.5)));
        assertEquals("209715200", Files.readString(group.resolve("memory.max")));
        assertEquals("50000 100000", Files.readString(group.resolve("cpu.max")));
        assertEquals("+memory +cpu", Files.readString(folder.resolve("cgroup.subtree_control")));
        assertEquals(0, Groups.killed(group));
        Files.writeString(group.resolve("memory.events"), "oom 1\noom_kill 1\n");
        assertEquals(1, Groups.killed(group));
        assertEquals(Optional.of(group), Groups.find(group.toString()));
    }

    @Test
    void anEmptyGroupIsRemovedAndAnotherIsNot() throws Exception {
        Path group = Files.createDirectory(folder.resolve("app"));
        Path child = Files.createDirectory(group.resolve("child"));
        assertFalse(Groups.remove(group));
        assertTrue(Groups.remove(child));
        assertTrue(Groups.remove(group));
        assertTrue(Groups.remove(group));
        assertEquals(Optional.empty(), Groups.find(group.toString()));
    }

    @Test
    void aGroupSomebodyIsLeftInIsNotTakenAgain() throws Exception {
        Files.writeString(folder.resolve("cgroup.controllers"), "cpu memory\n");
        Files.writeString(folder.resolve("cgroup.subtree_control"), "cpu memory\n");
        Groups groups = open();
        Path first = groups.create("app-x-0-1", Limits.NONE);
        assertEquals(folder.resolve("app-x-0-1"), first);
        assertEquals(first, groups.create("app-x-0-1", Limits.NONE), "an empty one is made anew");
        Files.writeString(first.resolve("memory.events"), "oom_kill 1\n");
        Path second = groups.create("app-x-0-1", Limits.NONE);
        assertEquals(folder.resolve("app-x-0-1-2"), second);
        assertEquals(0, Groups.killed(second));
    }

    @Test
    void aProcessInAnotherGroupIsInNoneOfThatName() {
        assertEquals(Optional.empty(), Groups.of(ProcessHandle.current().pid(), "app-x-0-1"));
        assertEquals(Optional.empty(), Groups.of(Integer.MAX_VALUE, "app-x-0-1"));
    }

    @Test
    void whyThereIsNoGroupIsOneLine() throws Exception {
        assertEquals(
                "no control group: " + folder,
                assertThrows(IOException.class, this::open).getMessage());
        Files.writeString(folder.resolve("cgroup.controllers"), "pids hugetlb\n");
        assertEquals(
                "the control group " + folder + " was not given the controllers memory and cpu",
                assertThrows(IOException.class, this::open).getMessage());
    }

    @Test
    void whoIsKnownHereIsFound() throws Exception {
        assertEquals(0, Machine.user("root").uid());
        assertEquals(Optional.of("/root"), Machine.user("0").home());
        assertEquals(0, Machine.group("root"));
        assertEquals(
                "no such user: nobody-of-that-name",
                assertThrows(IOException.class, () -> Machine.user("nobody-of-that-name"))
                        .getMessage());
        assertEquals(Optional.empty(), Machine.user("987654").name());
        assertTrue(Machine.tool("sh").isPresent());
        assertTrue(Machine.rights().nofile() > 0);
    }
}
