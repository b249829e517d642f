package dev.ganglion.benchmark.floor;

/** How often a second the machine does something that no server could do without. */
public record FloorRate(String what, double perSecond) {}
