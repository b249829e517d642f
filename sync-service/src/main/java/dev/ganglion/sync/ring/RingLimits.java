package dev.ganglion.sync.ring;

import org.springframework.util.unit.DataSize;

/**
 * How much of a stream stays in memory: whichever of the two is reached first.
 *
 * @param entries at most
 * @param memory what the entries weigh together at most, as their source estimates it
 */
public record RingLimits(int entries, DataSize memory) {}
