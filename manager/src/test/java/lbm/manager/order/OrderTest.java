package lbm.manager.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderTest {

    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();

    @Test
    void independentAppsAreOneLayerInTheOrderOfTheFile() {
        needs("web");
        needs("api");
        assertEquals(List.of(List.of("web", "api")), Order.of(dependencies).layers());
    }

    @Test
    void whoDependsOnOthersComesInALaterLayer() {
        needs("web", "api", "cache");
        needs("api", "db");
        needs("cache");
        needs("db");
        Order order = Order.of(dependencies);
        assertEquals(List.of(List.of("cache", "db"), List.of("api"), List.of("web")), order.layers());
        assertEquals(List.of("cache", "db", "api", "web"), order.forwards());
        assertFalse(order.circular());
    }

    @Test
    void anAppThatIsNotThereSaysNothingAboutTheOrder() {
        needs("web", "elsewhere", "db");
        needs("db");
        assertEquals(List.of("db", "web"), Order.of(dependencies).forwards());
    }

    @Test
    void aDependencyThatIsNamedTwiceCountsOnce() {
        needs("web", "db", "db");
        needs("db");
        assertEquals(List.of("db", "web"), Order.of(dependencies).forwards());
    }

    @Test
    void aCircleIsToldWithoutTheAppsThatLeadToIt() {
        needs("top", "web");
        needs("web", "api");
        needs("api", "db");
        needs("db", "web");
        Order order = Order.of(dependencies);
        assertTrue(order.circular());
        assertEquals("web -> api -> db -> web", order.circle());
        assertEquals(List.of(), order.forwards());
    }

    @Test
    void anAppThatDependsOnItselfIsACircle() {
        needs("db");
        needs("web", "web");
        assertEquals("web -> web", Order.of(dependencies).circle());
    }

    @Test
    void noAppsAreInOrder() {
        assertEquals(new Order(List.of(), List.of()), Order.of(dependencies));
    }

    @Test
    void everythingBelowAnAppBelongsToIt() {
        needs("other");
        needs("web", "api", "elsewhere");
        needs("api", "db");
        needs("db");
        assertEquals(List.of("web", "api", "db"), Order.withDependencies(Set.of("web"), dependencies));
        assertEquals(List.of("other"), Order.withDependencies(Set.of("other"), dependencies));
    }

    @Test
    void aCircleDoesNotKeepTheSearchGoing() {
        needs("web", "api");
        needs("api", "web");
        assertEquals(List.of("web", "api"), Order.withDependencies(Set.of("api"), dependencies));
    }

    private void needs(String app, String... others) {
        dependencies.put(app, List.of(others));
    }
}
