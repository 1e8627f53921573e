package io.maxmq.transport.bus;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

class StageTest
{
    @Test
    void shouldCountAndFindAllStages()
    {
        assertEquals(Stage.values().length, Stage.COUNT);
        for (final Stage stage : Stage.values())
        {
            assertSame(stage, Stage.get(stage.ordinal()));
        }
    }

    @Test
    void shouldAllowNoCycleOfHandlersThatWaitForEachOther()
    {
        for (final Stage stage : Stage.values())
        {
            assertFalse(reaches(stage, stage, Stage.COUNT), stage + " leads to itself");
            assertFalse(Stage.DELIVER.mayOffer(stage));
            assertFalse(Stage.REPLY.mayOffer(stage));
        }
    }

    private static boolean reaches(final Stage from, final Stage to, final int steps)
    {
        for (final Stage next : Stage.values())
        {
            if (from.mayOffer(next) && (next == to || steps > 0 && reaches(next, to, steps - 1)))
            {
                return true;
            }
        }

        return false;
    }
}
