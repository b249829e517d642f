package dev.ganglion.sync.roomlist;

import java.util.List;

/** A list that a client asks for. */
public record ListRequest(List<Range> ranges, ListFilter filter) {
    /** From one place in the list to another, both included; they count from 0. */
    public record Range(long from, long to) {}
}
