package lbm.worker.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Header fields that every answer has: helmet 8's default set, each of which can be changed or switched off.
 *
 * <pre>
 * {"content_security_policy":{"img-src":["'self'","blob:"]},"x_frame_options":"DENY","referrer_policy":false}
 * </pre>
 *
 * @param headers names and values in order
 */
public record Security(Map<String, String> headers) {

    /** Key in the file: name of the field and helmet's value. */
    private static final Map<String, Map.Entry<String, String>> PLAIN = plain();

    private static final long HSTS_SECONDS = 31_536_000;

    /** Keys whose value is one text, each with its default. */
    private static Map<String, Map.Entry<String, String>> plain() {
        Map<String, Map.Entry<String, String>> all = new LinkedHashMap<>();
        all.put("cross_origin_opener_policy", Map.entry("Cross-Origin-Opener-Policy", "same-origin"));
        all.put("cross_origin_resource_policy", Map.entry("Cross-Origin-Resource-Policy", "same-origin"));
        all.put("cross_origin_embedder_policy", Map.entry("Cross-Origin-Embedder-Policy", ""));
        all.put("origin_agent_cluster", Map.entry("Origin-Agent-Cluster", "?1"));
        all.put("permissions_policy", Map.entry("Permissions-Policy", ""));
        all.put("referrer_policy", Map.entry("Referrer-Policy", "no-referrer"));
        all.put("x_content_type_options", Map.entry("X-Content-Type-Options", "nosniff"));
        all.put("x_dns_prefetch_control", Map.entry("X-DNS-Prefetch-Control", "off"));
        all.put("x_download_options", Map.entry("X-Download-Options", "noopen"));
        all.put("x_frame_options", Map.entry("X-Frame-Options", "SAMEORIGIN"));
        all.put("x_permitted_cross_domain_policies", Map.entry("X-Permitted-Cross-Domain-Policies", "none"));
        all.put("x_xss_protection", Map.entry("X-XSS-Protection", "0"));
        return all;
    }

    /** Every key with a plain value and what holds where it is left out; empty: the field is not sent. */
    public static Map<String, String> defaults() {
        Map<String, String> all = new LinkedHashMap<>();
        PLAIN.forEach((key, field) -> all.put(key, field.getValue()));
        return all;
    }

    static Security of(Options serve) throws BadConfig {
        Map<String, String> headers = new LinkedHashMap<>();
        if (serve.off("security")) {
            return new Security(headers);
        }
        Options options = serve.inside("security");
        if (!options.off("content_security_policy")) {
            Options policy = options.inside("content_security_policy");
            boolean reportOnly = policy.flag("report_only", false);
            String line = ContentSecurityPolicy.of(policy);
            if (!line.isEmpty()) {
                headers.put("Content-Security-Policy" + (reportOnly ? "-Report-Only" : ""), line);
            }
        }
        if (!options.off("strict_transport_security")) {
            headers.put("Strict-Transport-Security", transport(options.inside("strict_transport_security")));
        }
        for (Map.Entry<String, Map.Entry<String, String>> plain : PLAIN.entrySet()) {
            String key = plain.getKey();
            if (options.off(key)) {
                continue;
            }
            String value = options.has(key)
                    ? FieldText.check(options, key)
                    : plain.getValue().getValue();
            if (!value.isEmpty()) {
                headers.put(plain.getValue().getKey(), value);
            }
        }
        return new Security(headers);
    }

    private static String transport(Options options) throws BadConfig {
        long seconds = options.number("max_age", HSTS_SECONDS * 1000, 0, Long.MAX_VALUE) / 1000;
        return "max-age=" + seconds + (options.flag("include_subdomains", true) ? "; includeSubDomains" : "")
                + (options.flag("preload", false) ? "; preload" : "");
    }
}
