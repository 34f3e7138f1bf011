package lbm.manager.logs;

/**
 * One output of an instance.
 *
 * @param id the instance's id (pm_id)
 */
public record StreamKey(int id, Stream stream) {}
