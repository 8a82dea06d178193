"""Routes of units and of the registers of this floor; who may reach them stands in bacha/policy/communes.py."""

from django.urls import path

from common.views import register_urls
from communes.views import equipment, equipment_bulk, equipment_life, network, software, staff, units

app_name = "communes"

urlpatterns = [
    *register_urls("units", name="unit", list=units.UnitList, lookup=units.UnitLookup),
    path("equipment/together/", equipment_bulk.EquipmentTogether.as_view(), name="equipment-together"),
    path(
        "equipment/<int:pk>/handover/<int:placement>/", equipment_life.EquipmentHandover.as_view(),
        name="equipment-handover",
    ),
    *register_urls(
        "equipment", list=equipment.EquipmentList, create=equipment.EquipmentCreate, detail=equipment.EquipmentDetail,
        edit=equipment.EquipmentEdit, move=equipment.EquipmentMove, condition=equipment.EquipmentCondition,
        fault=equipment_life.EquipmentFault, repair=equipment_life.EquipmentRepair,
        propose=equipment_life.EquipmentPropose, withdraw=equipment_life.EquipmentWithdraw,
        liquidate=equipment_life.EquipmentLiquidate, history=equipment.EquipmentHistory,
    ),
    *register_urls(
        "staff", list=staff.StaffList, create=staff.StaffCreate, lookup=staff.StaffLookup, detail=staff.StaffDetail,
        edit=staff.StaffEdit, post=staff.StaffPost, skills=staff.StaffSkills, training=staff.StaffTraining,
        leave=staff.StaffLeave, history=staff.StaffHistory,
    ),
    *register_urls(
        "connections", name="connection", list=network.ConnectionList, create=network.ConnectionCreate,
        detail=network.ConnectionDetail, edit=network.ConnectionEdit, upgrade=network.ConnectionUpgrade,
        end=network.ConnectionEnd, history=network.ConnectionHistory,
    ),
    *register_urls(
        "villages", name="village", list=network.VillageList, create=network.VillageCreate,
        detail=network.VillageDetail, edit=network.VillageEdit, count=network.VillageNewCount,
        history=network.VillageHistory,
    ),
    *register_urls(
        "software/uses", name="software-use", list=software.UseList, create=software.UseCreate,
        detail=software.UseDetail, change=software.UseChange, end=software.UseEnd, history=software.UseHistory,
    ),
    *register_urls(
        "software", list=software.SoftwareList, create=software.SoftwareCreate, detail=software.SoftwareDetail,
        edit=software.SoftwareEdit, lead=software.SoftwareSetLead, history=software.SoftwareHistory,
    ),
]  # fmt: skip
