"""Whole ways through the real program: its commands, its server, its kiosk, its pages."""
