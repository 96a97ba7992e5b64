-- One database a service; no service opens another's.
CREATE DATABASE gateway;
CREATE DATABASE conversation;
CREATE DATABASE assistant;
CREATE DATABASE analysis;
CREATE DATABASE ticketing;
CREATE DATABASE notification;
