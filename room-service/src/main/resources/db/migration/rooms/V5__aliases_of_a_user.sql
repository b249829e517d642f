create index alias_of_creator on rooms.alias (creator);
