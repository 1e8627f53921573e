package io.maxmq.tools.bench.plan;

import java.util.List;

/**
 * One client of a plan.
 *
 * @param role      what it does.
 * @param index     counted per role; publishers' and subscribers' credits and schedules use it.
 * @param clientId  unique in the run.
 * @param filters   it subscribes to before it is ready.
 * @param firstLane first of the lanes it publishes on or listens to.
 * @param laneCount how many.
 * @param group     receivers with the same group share one stream of messages; -1 if it receives none.
 * @param thread    the engine it lives on.
 */
public record ClientSpec(
    Role role,
    int index,
    String clientId,
    List<String> filters,
    int firstLane,
    int laneCount,
    int group,
    int thread)
{
}
