package dev.ganglion.sync.roomlist;

import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;

import java.util.List;

/**
 * A list as it is now.
 *
 * @param count of all rooms in it
 * @param window those in the ranges that are asked for, in the list's order
 */
public record RoomList(int count, List<Member> window) {}
