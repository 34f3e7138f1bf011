package lbm.manager.instance;

/** What an instance is meant to be, whatever it {@linkplain State is}. */
public enum Wanted {
    UP,
    DOWN,
    /** Down and then forgotten: replaced by a newer generation, scaled away or deleted. */
    GONE
}
