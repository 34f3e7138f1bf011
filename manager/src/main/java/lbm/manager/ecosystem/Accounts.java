package lbm.manager.ecosystem;

import java.util.OptionalLong;

/** What the parser asks about users: the seam that keeps it free of the system's tables. */
public interface Accounts {

    /** The number of a user by name; empty when there is none. */
    OptionalLong user(String name);

    /** The number of a group by name; empty when there is none. */
    OptionalLong group(String name);

    /** The number of the user this process runs as. */
    long self();

    /** The number of its group. */
    long ownGroup();
}
