package lbm.manager.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lbm.manager.spec.Limits;
import org.junit.jupiter.api.Test;

class PrefixTest {

    private static final Rights ROOT = new Rights(0, 0, true, true, true, 4096, 0);
    private static final Rights USER = new Rights(1000, 1000, false, false, false, 4096, 0);
    private static final Account WWW = new Account(Optional.of("www"), 33, 34, Optional.of("/var/www"));

    private static Prefix of(Rights rights) {
        return new Prefix(rights, name -> Optional.of("/usr/bin/" + name));
    }

    private static Limits limits(OptionalInt nofile, OptionalInt nice) {
        return new Limits(nofile, nice, Optional.empty(), OptionalDouble.empty());
    }

    private static String refused(Rights rights, Limits limits, Optional<Account> user, Optional<Integer> group) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> of(rights).of(limits, user, group, Optional.empty()))
                .getMessage());
    }

    @Test
    void asTheManagerItselfNeedsNothing() {
        assertEquals(List.of(), of(USER).of(Limits.NONE, Optional.empty(), Optional.empty(), Optional.empty()));
        Account own = new Account(Optional.of("me"), 1000, 1000, Optional.empty());
        assertEquals(List.of(), of(USER).of(Limits.NONE, Optional.of(own), Optional.of(1000), Optional.empty()));
        assertEquals(
                List.of(),
                of(USER).of(
                                limits(OptionalInt.empty(), OptionalInt.of(0)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void whatNeedsRightsComesBeforeTheyAreGivenUp() {
        assertEquals(
                List.of(
                        "/usr/bin/sh",
                        "-c",
                        "echo $$ > \"$1\" && shift && ulimit -n \"$1\" && shift && exec \"$@\"",
                        "lbm",
                        "/cg/cgroup.procs",
                        "65536",
                        "/usr/bin/nice",
                        "-n",
                        "-5",
                        "/usr/bin/setpriv",
                        "--reuid=33",
                        "--regid=34",
                        "--init-groups",
                        "--"),
                of(ROOT).of(
                                limits(OptionalInt.of(65536), OptionalInt.of(-5)),
                                Optional.of(WWW),
                                Optional.empty(),
                                Optional.of("/cg/cgroup.procs")));
    }

    @Test
    void aGroupAloneAndAUserWithoutNameHaveNoOtherGroups() {
        assertEquals(
                List.of("/usr/bin/setpriv", "--reuid=0", "--regid=7", "--clear-groups", "--"),
                of(ROOT).of(Limits.NONE, Optional.empty(), Optional.of(7), Optional.empty()));
        Account nobody = new Account(Optional.empty(), 4711, 4711, Optional.empty());
        assertTrue(of(ROOT).of(Limits.NONE, Optional.of(nobody), Optional.empty(), Optional.empty())
                .contains("--clear-groups"));
    }

    @Test
    void niceIsReckonedFromTheManagersOwn() {
        Rights polite = new Rights(0, 0, true, true, false, 4096, 10);
        assertEquals(
                List.of("/usr/bin/nice", "-n", "5"),
                of(polite)
                        .of(
                                limits(OptionalInt.empty(), OptionalInt.of(15)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertEquals(
                "nice 5 is below the manager's own 10, which needs root",
                refused(polite, limits(OptionalInt.empty(), OptionalInt.of(5)), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatTheManagerMayNotDoIsSaidInOneLine() {
        assertEquals(
                "user www: only a manager of root may start programs as somebody else; this one has user id 1000",
                refused(USER, Limits.NONE, Optional.of(WWW), Optional.empty()));
        assertEquals(
                "nofile 5000 is over the hard limit 4096 of the manager, which has no right to raise it",
                refused(USER, limits(OptionalInt.of(5000), OptionalInt.empty()), Optional.empty(), Optional.empty()));
        assertEquals(
                "user www needs the program setpriv, which is not installed",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Prefix(ROOT, name -> Optional.empty())
                                        .of(Limits.NONE, Optional.of(WWW), Optional.empty(), Optional.empty()))
                        .getMessage());
    }

    @Test
    void rightsAreReadFromProc() {
        assertEquals(
                new Rights(0, 0, true, false, true, 20000, -3),
                Rights.of(
                        "Name:\tjava\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nCapEff:\t000001fffeffffff\n",
                        "Max open files            1024                 20000                files     \n",
                        "7 (a b) S 1 7 7 0 -1 4194304 500 0 0 0 150 25 0 0 17 -3 1 0 987654 8192000 1234\n"));
    }

    @Test
    void usersAndGroupsAreFoundByNameAndNumber() {
        List<String> passwd = List.of("root:x:0:0:root:/root:/bin/sh", "# x", "www:x:33:34:Web:/var/www:/bin/false");
        assertEquals(Optional.of(WWW), Account.find(passwd, "www"));
        assertEquals(Optional.of(WWW), Account.find(passwd, "33"));
        assertEquals(Optional.empty(), Account.find(passwd, "ww"));
        assertEquals(Optional.of(50), Account.findGroup(List.of("staff:x:50:", "web:x:51:a,b"), "staff"));
        assertEquals(Optional.of(51), Account.findGroup(List.of("staff:x:50:", "web:x:51:a,b"), "51"));
    }

    @Test
    void textsOfControlGroups() {
        assertEquals("150000 100000", Group.cpuMax(1.5));
        assertEquals("1000 100000", Group.cpuMax(0.001));
        assertEquals("app-a-b.c-3-17", Group.name("a b.c", 3, 17));
        assertTrue(Group.named("app-a-3-17", "app-a-3-17"));
        assertTrue(Group.named("app-a-3-17-2", "app-a-3-17"));
        assertFalse(Group.named("app-a-3-170", "app-a-3-17"));
        assertFalse(Group.named("app-a-3-17-x", "app-a-3-17"));
        assertEquals(2, Group.killed("low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n"));
        assertEquals(0, Group.killed(""));
        assertEquals(Optional.of("/x/y"), Group.path("4:memory:/a\n0::/x/y\n"));
        assertEquals(Optional.empty(), Group.path("4:memory:/a\n"));
        assertTrue(Group.names("cpuset cpu io memory pids\n", "memory"));
        assertTrue(!Group.names("cpuset\n", "cpu"));
    }
}
