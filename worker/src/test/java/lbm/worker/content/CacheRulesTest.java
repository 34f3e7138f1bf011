package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lbm.worker.config.Caching;
import org.junit.jupiter.api.Test;

class CacheRulesTest {

    private static CacheRules rules(Caching.Rule... rules) {
        return new CacheRules(new Caching(List.of(rules)));
    }

    private static Caching.Rule rule(String glob, String control) {
        return new Caching.Rule(glob, control);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        CacheRules rules = rules(rule("private/**", "no-store"), rule("*.pdf", "max-age=60"), rule("**", "max-age=1"));
        assertEquals("no-store", rules.of("private/a.pdf", "application/pdf"));
        assertEquals("max-age=60", rules.of("docs/a.pdf", "application/pdf"));
        assertEquals("max-age=1", rules.of("index.html", "text/html; charset=utf-8"));
    }

    @Test
    void whatNoRuleMatchesIsKeptAsTheReferenceHasIt() {
        CacheRules rules = rules(rule("*.pdf", "no-store"));
        assertEquals("no-cache", rules.of("a/index.html", "text/html; charset=utf-8"));
        assertEquals("public, max-age=31536000", rules.of("a/logo.svg", "image/svg+xml"));
        assertEquals(
                "public, max-age=31536000, immutable",
                CacheRules.NONE.of("assets/app-4f9a1c2e.js", "text/javascript; charset=utf-8"));
    }
}
