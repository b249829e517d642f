package dev.ganglion.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which limits are in force.
 *
 * @param rateLimits {@code ganglion.rate-limits}: {@code off} lets everything through
 * @param gateway {@code ganglion.gateway.limits}: replaces defaults of {@link LimitClass}
 */
@ConfigurationProperties("ganglion")
public record LimitSettings(
        @DefaultValue("on") boolean rateLimits, @DefaultValue Overrides gateway) {

    /** The part under {@code ganglion.gateway}. */
    public record Overrides(@DefaultValue Map<LimitClass, Map<LimitKey, Allowance>> limits) {}

    /** The limits in force; within a class in the order of {@link LimitKey}. */
    Map<LimitClass, Map<LimitKey, Allowance>> table() {
        Map<LimitClass, Map<LimitKey, Allowance>> table = new EnumMap<>(LimitClass.class);
        for (LimitClass limit : LimitClass.values()) {
            Map<LimitKey, Allowance> allowances = new EnumMap<>(LimitKey.class);
            allowances.putAll(limit.defaults());
            allowances.putAll(gateway.limits().getOrDefault(limit, Map.of()));
            table.put(limit, Collections.unmodifiableMap(allowances));
        }
        return table;
    }
}
